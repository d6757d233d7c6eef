using System.CommandLine;
using Cocoon.Cli;
using Cocoon.Cli.Attest;
using Cocoon.Cli.Chat;
using Cocoon.Cli.Database;
using Cocoon.Cli.Demo;
using Cocoon.Cli.Dev;
using Cocoon.Cli.Doctor;
using Cocoon.Cli.Host;
using Cocoon.Cli.Market;
using Cocoon.Cli.Models;
using Cocoon.Cli.Providers;
using Cocoon.Cli.Receipts;

var root = new RootCommand("Cocoon.Orleans: a marketplace for confidential AI inference.")
{
    DemoCommand.Create(),
    DevCommand.Create(),
    AccountCommand.Create(),
    ChannelCommand.Create(),
    SettlementCommand.Create(),
    ReceiptCommand.Create(),
    JobCommand.Create(),
    AttestCommand.Create(),
    AuditCommand.Create(),
    ChatCommand.Create(),
    DatabaseCommand.Create(),
    ModelCommand.Create(),
    DoctorCommand.Create(),
    ProviderCommand.Create(),
    HostCommands.Silo(),
    HostCommands.Gateway(),
    KeyCommand.Create(),
};
var parsed = root.Parse(args);
// Silos and gateways hear SIGTERM themselves, and take as long as their settings say; a chat hears Ctrl-C itself.
string[] hearThemselves = [.. HostCommands.Names, JoinCommand.Name, ChatCommand.Name];
TimeSpan? stopTime = hearThemselves.Contains(parsed.CommandResult.Command.Name) ? null : Failures.StopTime;
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = stopTime });
