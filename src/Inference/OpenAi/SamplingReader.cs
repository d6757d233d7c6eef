using System.Globalization;
using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads what chats and completions share: how tokens are chosen, where an answer stops, how many are wanted.</summary>
internal static class SamplingReader
{
    private const int MaxStops = 4;
    private const int MaxStop = 256;
    private const int MaxBiases = 1_024;
    private const int MaxChoices = 128;

    /// <summary>Below it a penalty would be a reward that no answer survives; 1 is none.</summary>
    private const float LeastRepetition = 0.01f;

    public static SamplingOptions Read(RequestObject root) => new()
    {
        Temperature = root.Number("temperature", 0, 2) ?? 1,
        TopP = root.Number("top_p", 0, 1) ?? 1,
        TopK = TopK(root),
        MinP = root.Number("min_p", 0, 1) ?? 0,
        RepetitionPenalty = root.Number("repetition_penalty", LeastRepetition, 2) ?? 1,
        Seed = root.Long("seed"),
        FrequencyPenalty = root.Number("frequency_penalty", -2, 2) ?? 0,
        PresencePenalty = root.Number("presence_penalty", -2, 2) ?? 0,
        LogitBias = Biases(root),
    };

    /// <summary>-1 means all tokens, as in vLLM; 0 does in most others.</summary>
    private static int TopK(RequestObject root) => Math.Max(0, root.Int("top_k", -1, int.MaxValue) ?? 0);

    public static int Choices(RequestObject root) => root.Int("n", 1, MaxChoices) ?? 1;

    public static IReadOnlyList<string> Stops(RequestObject root)
    {
        if (root.Value("stop") is not { } stop) return [];
        if (stop.ValueKind == JsonValueKind.String) return [RequireStop(RequestObject.TextOf(stop, "stop"))];
        var array = root.Array("stop")!;
        if (array.Count > MaxStops) throw new RequestFormatException($"'stop' has at most {MaxStops} strings.", "stop");
        return [.. array.Select((element, index) => RequireStop(RequestObject.TextOf(element, $"stop[{index}]")))];
    }

    private static string RequireStop(string stop) =>
        stop.Length is > 0 and <= MaxStop ? stop : throw new RequestFormatException($"A string in 'stop' has 1 to {MaxStop} characters.", "stop");

    private static Dictionary<int, float> Biases(RequestObject root)
    {
        var biases = new Dictionary<int, float>();
        if (root.Object("logit_bias") is not { } map) return biases;
        foreach (var name in map.Names())
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var token)) throw new RequestFormatException("Invalid key in 'logit_bias': expected token ids.", "logit_bias");
            biases[token] = map.Number(name, -100, 100) ?? 0;
            if (biases.Count > MaxBiases) throw new RequestFormatException($"'logit_bias' has more than {MaxBiases} entries.", "logit_bias");
        }
        return biases;
    }
}
