-- Which sheets of a file were read, and how, and which were not: whoever hands in a workbook sees it with the counts.
ALTER TABLE intake ADD COLUMN sheets json;
GRANT UPDATE (sheets) ON intake TO "${app}";
