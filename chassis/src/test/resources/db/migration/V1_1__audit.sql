CALL audit_table('note', 'note');
