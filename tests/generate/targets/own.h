const char *own_name(void);
