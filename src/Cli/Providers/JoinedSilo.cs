using Cocoon.Cli.Host;
using Cocoon.Cli.Market;
using Cocoon.Silo.Hosting;

namespace Cocoon.Cli.Providers;

/// <summary>The silo of a provider that has joined: what its owner is told of it, and its run in this terminal.</summary>
internal static class JoinedSilo
{
    /// <exception cref="CliException">This build cannot run it; before anything is made, so that nothing is paid in vain.</exception>
    public static void RequireRuntime()
    {
        if (!CocoonSilo.CanCluster)
            throw new CliException($"This build runs on {CocoonSilo.Runtime}, which is one process, and a provider's machine is one of several. Use the market's image or a build with the Orleans packages (see README.md); or join with --no-start, and start the silo there. Nothing was made and nothing paid.");
    }

    public static void Introduce(JoinOutcome outcome, bool isStarted)
    {
        foreach (var lack in outcome.Lacks) Tables.Line("lacks", lack);
        if (outcome.Lacks.Count > 0) Console.WriteLine("  The market hands these settings out to its providers: give its file with --template, or write them into the file; what you write there stays.");
        Console.WriteLine(isStarted && outcome.Lacks.Count == 0
            ? $"""
            7. Silo
              It runs here now: it shows its evidence, gets a verdict, and announces its offers; its log follows.
              Ctrl-C stops it: no new jobs, running answers end first. Offers end with it, and wallet, stake and settings stay.
              To come back, run this command again, or
              cocoon silo --config {outcome.SiloFile}
                here, or on the attested machine (docs/deploy.md has the systemd unit, for a machine that comes back by itself)
              cocoon provider status, earnings, price, why-no-jobs, drain, resume, leave
                in another terminal
            """
            : $"""
            Next
              cocoon silo --config {outcome.SiloFile}
                serves the models, here or on the attested machine (docs/deploy.md has the systemd unit)
              cocoon provider status, earnings, price, why-no-jobs, drain, resume, leave
            """);
    }

    /// <summary>Runs it until SIGTERM or Ctrl-C, then drains.</summary>
    /// <exception cref="CliException">Its settings lack something.</exception>
    public static Task<int> Run(JoinOutcome outcome, CancellationToken cancellationToken) => outcome.Lacks.Count == 0
        ? HostCommands.RunSilo(outcome.SiloFile, cancellationToken)
        : throw new CliException($"The silo is not started: its settings lack {outcome.Lacks.Count} thing(s), see above. All else is done: run this again with --template, or with --no-start to start it elsewhere.");
}
