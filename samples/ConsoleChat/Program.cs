using Cocoon.Client;
using Microsoft.Extensions.Configuration;

// A conversation in a terminal: streams, and says after each answer what it cost and who made it.
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("Cocoon");
var options = new CocoonClientOptions();
options.Read(configuration);
using var client = new CocoonClient(options);
var model = configuration["Model"] ?? "tiny-jane";

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

var turns = new List<ChatTurn>();
while (!stop.IsCancellationRequested)
{
    Console.Write("> ");
    if (Console.ReadLine() is not { Length: > 0 } said) break;
    turns.Add(new ChatTurn("user", said));
    try
    {
        await foreach (var update in client.StreamChatAsync(new ChatRequest(model, turns), stop.Token))
        {
            Console.Write(update.Text);
            if (update.Result is not { } result) continue;
            turns.Add(result.Choices[0].ToTurn());
            Console.WriteLine($"\n  [{result.TokensCounted} tokens, {result.Receipt?.Receipt.Charge}, tier {result.Tier}, job {result.JobId}]");
        }
    }
    catch (CocoonException refused)
    {
        Console.WriteLine($"\n  {refused.Message}");
        turns.RemoveAt(turns.Count - 1);
    }
    catch (OperationCanceledException)
    {
        // What was delivered is paid now, not at the next start.
        await client.SettleAsync();
    }
}
