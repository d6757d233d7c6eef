using System.CommandLine;
using System.Text.Json;

namespace Cocoon.Cli.Providers;

/// <summary>"cocoon provider": what owners of machines do, from joining to leaving.</summary>
internal static class ProviderCommand
{
    private static readonly Option<string> Folder = new("--folder") { Description = "Where this provider's files are.", DefaultValueFactory = _ => ProviderFolder.Default, Recursive = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Print the gateway's answer as it is.", Recursive = true };

    public static Command Create() => new("provider", "Serve models on a market: join, look, set prices, drain, leave.")
    {
        Folder,
        Json,
        JoinCommand.Create(Folder, Json),
        Simple("status", "What the market knows of this provider now.", (own, token) => own.Get("", token), ProviderText.Status),
        Simple("earnings", "What was delivered today, what is owed, and what was paid on chain.", (own, token) => own.Get("/earnings", token), ProviderText.Earnings),
        Simple("why-no-jobs", "Why no jobs come, and what to do about it.", (own, token) => own.Get("/why", token), ProviderText.Why),
        PriceCommand.Create(Folder, Json),
        Simple("drain", "Take no new jobs until resumed, whatever the machine does; running ones end.", (own, token) => own.Post("/drain", token), ProviderText.Status),
        Simple("resume", "End a drain or a leave.", (own, token) => own.Post("/resume", token), ProviderText.Status),
        LeaveCommand.Create(Folder),
    };

    private static Command Simple(string name, string description, Func<OwnProvider, CancellationToken, Task<JsonElement>> ask, Action<JsonElement> print)
    {
        var command = new Command(name, description);
        command.SetAction((result, cancellationToken) => Failures.Report(async () =>
        {
            using var own = new OwnProvider(new ProviderFolder(result.GetValue(Folder)!));
            var answer = await ask(own, cancellationToken);
            if (result.GetValue(Json)) Console.WriteLine(answer.GetRawText());
            else print(answer);
            return 0;
        }));
        return command;
    }
}
