using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Cli.Market;

namespace Cocoon.Cli.Providers;

/// <summary>
/// "cocoon provider price": shows and changes on what terms a model is sold. What is not named stays. The machine need not be
/// touched: terms are the market's to remember, and hold for jobs from then on.
/// </summary>
internal static class PriceCommand
{
    private const string Pair = "TON per million tokens: one number for prompts and completions alike, or PROMPT/COMPLETION, such as 0.2/0.6; 'none' takes it back.";

    private static readonly Argument<string?> Model = new("model") { Description = "Model id; may be left out where only one is sold.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Prompt = new("--prompt") { Description = "TON per million prompt tokens." };
    private static readonly Option<string?> Completion = new("--completion") { Description = "TON per million completion tokens." };
    private static readonly Option<string?> Floor = new("--floor") { Description = $"Nothing is sold below. {Pair}" };
    private static readonly Option<string?> Ceiling = new("--ceiling") { Description = $"Auto-pricing stays below. {Pair}" };
    private static readonly Option<string?> Batch = new("--batch") { Description = $"Prices of jobs that are due in hours. {Pair}" };
    private static readonly Option<bool?> Auto = new("--auto") { Description = "Whether prices follow utilisation between floor and ceiling: true or false." };
    private static readonly Option<bool> Reset = new("--reset") { Description = "Take all terms back: what the machine's settings say holds again." };

    public static Command Create(Option<string> folder, Option<bool> json)
    {
        var command = new Command("price", "Show or change what is asked for a model.") { Model, Prompt, Completion, Floor, Ceiling, Batch, Auto, Reset };
        command.SetAction((result, cancellationToken) => Failures.Report(async () =>
        {
            using var own = new OwnProvider(new ProviderFolder(result.GetValue(folder)!));
            var answer = await Run(own, result, cancellationToken);
            if (result.GetValue(json)) Console.WriteLine(answer.GetRawText());
            else Print(answer);
            return 0;
        }));
        return command;
    }

    private static async Task<JsonElement> Run(OwnProvider own, ParseResult result, CancellationToken cancellationToken)
    {
        var models = (await own.Get("/offers", cancellationToken)).GetProperty("data").EnumerateArray().ToList();
        var shown = result.GetValue(Model) is { } name
            ? models.Find(model => model.GetProperty("model").GetString() == name)
            : models.Count == 1 ? models[0] : throw new CliException($"Name a model: this provider has {models.Count}{string.Concat(models.Select(static model => $" '{model.GetProperty("model").GetString()}'"))}.");
        if (shown.ValueKind == JsonValueKind.Undefined) throw new CliException($"This provider sells no '{result.GetValue(Model)}'. `cocoon provider status` lists what it sells.");
        if (!IsChange(result)) return shown;
        var path = $"/offers/{Uri.EscapeDataString(shown.GetProperty("model").GetString()!)}/terms";
        return await own.Put(path, new { Terms = result.GetValue(Reset) ? null : Change(shown, result) }, cancellationToken);
    }

    private static bool IsChange(ParseResult result) => result.GetValue(Reset) || result.GetValue(Auto) is not null
        || ((Option<string?>[])[Prompt, Completion, Floor, Ceiling, Batch]).Any(option => result.GetValue(option) is not null);

    private static JsonObject Change(JsonElement shown, ParseResult result)
    {
        var terms = shown.Has("terms", out var before) ? JsonObject.Create(before)! : [];
        terms.Remove("auto_prices");
        if (result.GetValue(Prompt) is not null || result.GetValue(Completion) is not null)
        {
            if (!shown.Has("offer", out var offer)) throw new CliException("No machine offers this model now, so there are no prices to change. Start it first.");
            var now = terms["prices"]?.DeepClone() ?? JsonNode.Parse(offer.GetProperty("prices").GetRawText())!;
            if (result.GetValue(Prompt) is { } prompt) Set(now, Nano(prompt), "prompt", "cached_prompt");
            if (result.GetValue(Completion) is { } completion) Set(now, Nano(completion), "completion", "reasoning");
            terms["prices"] = now;
        }
        foreach (var (option, name) in ((Option<string?>, string)[])[(Floor, "floor"), (Ceiling, "ceiling"), (Batch, "batch_prices")])
            if (result.GetValue(option) is { } text) terms[name] = text == "none" ? null : Prices(text);
        if (result.GetValue(Auto) is { } auto) terms["auto_pricing"] = auto;
        return terms;
    }

    private static void Set(JsonNode prices, long nano, params ReadOnlySpan<string> kinds)
    {
        foreach (var kind in kinds) prices[kind] = nano;
    }

    private static JsonObject Prices(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2) throw new CliException($"'{text}' is no price. It takes {Pair}");
        var (prompt, completion) = (Nano(parts[0]), Nano(parts[^1]));
        return new JsonObject { ["prompt"] = prompt, ["cached_prompt"] = prompt, ["completion"] = completion, ["reasoning"] = completion };
    }

    private static long Nano(string ton) => Core.Money.Nano.TryParseTon(ton, out var amount) && !amount.IsNegative
        ? amount.Value
        : throw new CliException($"'{ton}' is no price. It takes TON per million tokens, from 0, with at most nine decimals.");

    private static void Print(JsonElement model)
    {
        Console.WriteLine($"Model {model.GetProperty("model").GetString()}");
        if (model.Has("offer", out var offer)) Tables.Line("asked now", ProviderText.Prices(offer.GetProperty("prices")));
        else Tables.Line("asked now", "nothing: no machine offers it");
        if (model.Has("terms", out var terms))
        {
            foreach (var (name, label) in (ReadOnlySpan<(string, string)>)[("prices", "your price"), ("floor", "floor"), ("ceiling", "ceiling"), ("batch_prices", "batch")])
                if (terms.Has(name, out var prices)) Tables.Line(label, ProviderText.Prices(prices));
            if (terms.Has("auto_pricing", out var auto) && auto.GetBoolean()) Tables.Line("auto-pricing", model.Has("why", out var why) ? why.GetString() : "on");
        }
        else Tables.Line("terms", "none: what the machine's settings say");
        Tables.Line("open", model.GetProperty("is_open").GetBoolean() ? "yes" : "no, by its schedule");
        Tables.Line("in use", $"{model.GetProperty("utilisation").GetInt32() / 10.0:0.#} % of its slots in the last minutes");
    }
}
