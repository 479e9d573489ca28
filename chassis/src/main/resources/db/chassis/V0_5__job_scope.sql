-- A job is its creator's only as long as he may touch every department that it was asked for.
ALTER POLICY of_creator ON job
    USING (creator = caller_name() AND covers_scope(departments) OR caller_name() = 'system:jobs')
    WITH CHECK (creator = caller_name() AND covers_scope(departments) OR caller_name() = 'system:jobs');
