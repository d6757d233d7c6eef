using System.CommandLine;

namespace Cocoon.Cli.Market;

/// <summary>What the commands that talk to a running market have in common.</summary>
internal static class MarketOptions
{
    public static readonly Option<string> State = new("--state")
    {
        Description = "State folder of the running ./cocoon dev.",
        DefaultValueFactory = _ => ProjectRoot.State("dev"),
        Recursive = true,
    };

    /// <summary>A command whose action gets the running market.</summary>
    public static Command With(this Command command, Func<RunningMarket, ParseResult, CancellationToken, Task> action)
    {
        command.SetAction((result, cancellationToken) => Failures.Report(async () =>
        {
            using var market = RunningMarket.Find(Path.GetFullPath(result.GetValue(State)!));
            await action(market, result, cancellationToken);
            return 0;
        }));
        return command;
    }
}
