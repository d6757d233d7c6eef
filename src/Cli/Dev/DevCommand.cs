using System.CommandLine;
using Cocoon.Cli.Market;
using Microsoft.Extensions.Logging;

namespace Cocoon.Cli.Dev;

/// <summary>"cocoon dev": a market that stays up, with durable state, for people to build against.</summary>
internal static class DevCommand
{
    private const int DefaultPort = 8080;

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port of the gateway on loopback.", DefaultValueFactory = _ => DefaultPort };
        var state = new Option<string>("--state") { Description = "Folder of its durable state.", DefaultValueFactory = _ => ProjectRoot.State("dev") };
        var fresh = new Option<bool>("--fresh") { Description = "Start a new network; the old state is moved aside, not deleted." };
        var edge = new Option<bool>("--edge") { Description = "Run a machine without a TEE too, which dials out: the tier 'open'. Needs Orleans." };
        var command = new Command("dev", "Run a whole market on this machine until Ctrl-C.") { port, state, fresh, edge };
        command.SetAction((result, cancellationToken) => Failures.Report(() =>
            Run(Path.GetFullPath(result.GetValue(state)!), result.GetValue(port), result.GetValue(fresh), result.GetValue(edge), cancellationToken)));
        return command;
    }

    private static async Task<int> Run(string state, int port, bool fresh, bool edge, CancellationToken cancellationToken)
    {
        if (port is < 0 or > 65535) throw new CliException("A port lies between 0 and 65535.");
        if (edge) DevEdge.RequireRuntime();
        if (fresh) MoveAside(state);
        await using var market = await DevMarket.Start(
            new DevNodeOptions(state, port, KeepVouchers: true, LogLevel.Information) { Edge = edge }, step => Console.WriteLine($"  {step}"), cancellationToken);
        RunningMarket.Announce(state, market.Node.Address, market.Network.ChainApi);
        await Introduce(market, state);
        var ctrlC = Task.Delay(Timeout.Infinite, cancellationToken);
        if (await Task.WhenAny(ctrlC, market.Chain.Ended) != ctrlC)
            throw new CliException("The local chain ended by itself. Nothing is lost: start again with ./cocoon dev.");
        Console.WriteLine("Stopping ...");
        RunningMarket.Withdraw(state);
        return 0;
    }

    private static async Task Introduce(DevMarket market, string state)
    {
        var channel = await market.Node.Channel();
        var (address, key, model) = (market.Node.Address, market.Node.ApiKey.Reveal(), market.Node.Model.Id);
        Console.WriteLine($$"""

            Gateway   {{address}}v1
            API key   {{key}}
            Try it    {{address}}playground
            Admin     {{address}}admin
                      key {{market.Network.Keys.AdminKey}}
            Channel   {{channel.Channel}}
                      deposit {{channel.Deposit}}, charged {{channel.Charged}}, receipts {{channel.ReceiptCount}}
            State     {{state}}
            Tier      simulated: no TEE protects prompts here, so send nothing secret

            Try it:
              curl -N {{address}}v1/chat/completions \
                -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" \
                -d '{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"What is the capital of France?"}]}'

            From .NET, with the official OpenAI package:
              var client = new ChatClient("{{model}}", new ApiKeyCredential("{{key}}"),
                  new OpenAIClientOptions { Endpoint = new Uri("{{address}}v1") });
              Console.WriteLine((await client.CompleteChatAsync("What is the capital of France?")).Value.Content[0].Text);

            In another terminal:
              ./cocoon channel show      ./cocoon settlement show      ./cocoon account show

            {{Opened(market)}}{{Joining(market, state)}}Ctrl-C stops it; the state stays.
            """);
    }

    /// <summary>How the machine that dials out is asked; nothing where there is none.</summary>
    private static string Opened(DevMarket market) => market.Edge is null ? "" : $$"""
        A machine without a TEE has dialled out. Only who asks for its tier gets there:
          curl -N {{market.Node.Address}}v1/chat/completions \
            -H "Authorization: Bearer {{market.Node.ApiKey.Reveal()}}" -H "Content-Type: application/json" \
            -d '{"model":"{{market.Node.Model.Id}}","cocoon":{"tier":"open"},"messages":[{"role":"user","content":"What is the capital of France?"}]}'


        """;

    /// <summary>How a provider joins; nothing where the runtime is one process.</summary>
    private static string Joining(DevMarket market, string state) => market.Node.Silo is not { } silo ? "" : $"""
        A provider of your own, without a TEE, in another terminal:
          ./cocoon provider join --open --template {DevTemplate.Write(state, silo)} \
            --model {ProjectRoot.Model} --prompt 20 --completion 60 --stake 0


        """;

    private static void MoveAside(string state)
    {
        if (!Directory.Exists(state)) return;
        var old = $"{state}-old-{DateTime.UtcNow:yyyyMMdd-HHmmss}";
        try
        {
            Directory.Move(state, old);
        }
        catch (IOException e)
        {
            throw new CliException($"The old state '{state}' cannot be moved aside ({e.Message}). Is another ./cocoon dev running on it?");
        }
        Console.WriteLine($"The old state is now in {old}.");
    }
}
