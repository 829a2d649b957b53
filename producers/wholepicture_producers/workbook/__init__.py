"""Tables in Excel workbooks (.xlsx, .xlsm): the file, its sheets, and what their cells say."""
