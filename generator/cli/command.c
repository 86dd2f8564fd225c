#include "cli/command.h"

/* Enough that writing costs little more than one large write, and little enough to stay in the cache. */
enum { REPORT_FLUSH_BYTES = 1 << 18 };

bool report_flush_if_large(command_report *report)
{
    return report->flush == NULL || report->out.len < REPORT_FLUSH_BYTES || report->flush(report);
}

command_status report_error(command_report *report, const sdn_error *err)
{
    text_printf(&report->err, "sdnc: %s\n", err->message);
    return err->code == SDN_E_TIMEOUT ? COMMAND_BUSY : COMMAND_FAILED;
}

command_status report_out_of_memory(command_report *report)
{
    text_printf(&report->err, "sdnc: out of memory\n");
    return COMMAND_FAILED;
}
