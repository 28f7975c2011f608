"""What people see: the Textual interface. It calls `recorder.pipeline` and knows no engine and no database."""
