using System.CommandLine;
using Cocoon.Cli.Market;
using Cocoon.Core.Trust;

namespace Cocoon.Cli.Chat;

/// <summary>"cocoon chat": talk to a model and see what each answer costs.</summary>
internal static class ChatCommand
{
    /// <summary>It hears Ctrl-C itself: the first one stops an answer, not the program.</summary>
    public const string Name = "chat";

    public static Command Create()
    {
        var access = new ChatOptions();
        var model = new Option<string?>("--model") { Description = "Model id. Default: the first that somebody serves." };
        var system = new Option<string?>("--system") { Description = "Instructions to the model." };
        var maxTokens = new Option<int?>("--max-tokens") { Description = "Most tokens of an answer. Default: the gateway's." };
        var tier = new Option<string?>("--tier") { Description = "Least tier of the machine: cc-gpu, cpu-tee, open or simulated. Default: the market's." };
        var temperature = new Option<float?>("--temperature") { Description = "0 to 2; 0 gives the same answer every time. Default: the model's." };
        var command = new Command(Name, "Talk to a model; each answer shows what it cost. Reads lines when its input is no terminal.")
        {
            MarketOptions.State, access.Endpoint, access.KeyFile, access.Channel, access.VoucherKeyFile, access.Network, model, system, maxTokens, tier, temperature,
        };
        command.SetAction((result, _) => Failures.Report(() => Run(access.Read(result), result.GetValue(model), new ChatSettings(
            "", result.GetValue(system), result.GetValue(maxTokens), result.GetValue(tier), result.GetValue(temperature)))));
        return command;
    }

    private static async Task<int> Run(ChatAccess access, string? model, ChatSettings settings)
    {
        if (settings.MaxTokens < 1) throw new CliException("--max-tokens is at least 1.");
        if (settings.Temperature is not null and not (>= 0 and <= 2)) throw new CliException("--temperature lies between 0 and 2.");
        if (settings.Tier is { } tier && !TierNames.TryParse(tier, out _)) throw new CliException($"There is no tier '{tier}'. Tiers are cc-gpu, cpu-tee, open and simulated.");
        var interactive = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        var screen = new ChatScreen(Console.In, Console.Out, interactive ? Console.Out : Console.Error, interactive);
        using var interrupts = new Interrupts(() => screen.Note("Ctrl-C again, or /quit, leaves."));
        interrupts.Listen();
        using var gateway = access.Http();
        using var answerer = access.Answerer();
        var served = await ChatSession.Explain(() => gateway.Models(interrupts.Leaving));
        model ??= served.Count > 0 ? served[0] : throw new CliException("Nobody serves a model on this market now. Try again later, or look at its /v1/models.");
        if (!served.Contains(model)) throw new CliException($"Nobody serves '{model}' now. Served: {string.Join(", ", served)}.");
        return await ChatSession.Explain(() => new ChatSession(answerer, gateway, new Conversation(settings with { Model = model }), screen, interrupts).Run());
    }
}
