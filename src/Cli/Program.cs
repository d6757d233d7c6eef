using System.CommandLine;
using Cocoon.Cli;
using Cocoon.Cli.Attest;
using Cocoon.Cli.Demo;
using Cocoon.Cli.Dev;
using Cocoon.Cli.Doctor;
using Cocoon.Cli.Market;
using Cocoon.Cli.Receipts;

var root = new RootCommand("Cocoon.Orleans: a marketplace for confidential AI inference.")
{
    DemoCommand.Create(),
    DevCommand.Create(),
    AccountCommand.Create(),
    ChannelCommand.Create(),
    SettlementCommand.Create(),
    ReceiptCommand.Create(),
    AttestCommand.Create(),
    AuditCommand.Create(),
    DoctorCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Failures.StopTime });
