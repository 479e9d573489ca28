CALL audit_table('department', 'department');
CALL audit_table('agency', 'agency');
CALL audit_table('project', 'project');
CALL audit_table('fiscal_year', 'fiscalYear');
-- the balances are the sums of the entries, which are all recorded
CALL audit_table('appropriation', 'appropriation', '{initial_budget,adjusted_budget,executed_amount,entry_count}');
CALL audit_table('movement', 'movement');
CALL audit_table('ledger_entry', 'entry');
