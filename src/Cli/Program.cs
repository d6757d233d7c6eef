using System.CommandLine;
using Cocoon.Cli;
using Cocoon.Cli.Demo;
using Cocoon.Cli.Dev;
using Cocoon.Cli.Doctor;

var root = new RootCommand("Cocoon.Orleans: a marketplace for confidential AI inference.")
{
    DemoCommand.Create(),
    DevCommand.Create(),
    DoctorCommand.Create(),
};
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Failures.StopTime });
