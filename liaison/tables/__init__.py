"""Tables coming in (表格导入): their columns, templates to fill in, and how a work reads one."""
