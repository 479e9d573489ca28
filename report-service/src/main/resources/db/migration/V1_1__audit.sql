CALL audit_table('narrative_version', 'narrative');
CALL audit_table('statement_received', 'statement');
CALL audit_table('evaluation_received', 'completedEvaluation');
CALL audit_table('explanation', 'explanation');
CALL audit_table('report_version', 'report');
