CALL audit_table('scheme', 'scheme');
CALL audit_table('evaluation', 'evaluation', '{version}');
CALL audit_table('evaluation_step', 'evaluationStep');
CALL audit_table('evaluation_explanation', 'explanation');
