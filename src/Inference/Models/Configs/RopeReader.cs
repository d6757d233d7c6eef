using System.Text.Json;

namespace Cocoon.Inference.Models.Configs;

/// <summary>
/// Rotary positions from config.json: rope_theta with rope_scaling, or rope_parameters, which newer transformers write in
/// their place (modeling_rope_utils.py).
/// </summary>
internal static class RopeReader
{
    private const float DefaultTheta = 10_000;

    /// <param name="root">The config.</param>
    /// <param name="context">Its max_position_embeddings.</param>
    /// <param name="path">The config's path, for errors.</param>
    public static RopeConfig Read(JsonElement root, int context, string path)
    {
        var scaling = ConfigFile.Value(root, "rope_parameters") ?? ConfigFile.Value(root, "rope_scaling");
        var theta = Number(scaling, "rope_theta") ?? ConfigFile.Value(root, "rope_theta")?.GetSingle() ?? DefaultTheta;
        var partial = Number(scaling, "partial_rotary_factor") ?? ConfigFile.Value(root, "partial_rotary_factor")?.GetSingle() ?? 1;
        if (partial != 1) throw ConfigFile.Unusable(path, "only models that rotate whole heads are supported");
        var plain = new RopeConfig(theta) { OriginalContext = context };
        if (scaling is not { } values) return plain;
        if (values.EnumerateObject().Any(entry => entry.Value.ValueKind == JsonValueKind.Object))
            throw ConfigFile.Unusable(path, "rotary positions that differ by layer are not supported");
        var kind = (ConfigFile.Value(values, "rope_type") ?? ConfigFile.Value(values, "type"))?.GetString() ?? "default";
        return kind switch
        {
            "default" => plain,
            "linear" => plain with { Scaling = RopeScalingKind.Linear, Factor = Required(values, "factor") },
            "llama3" => Llama3(values, plain),
            "yarn" => Yarn(values, plain, context, path),
            _ => throw ConfigFile.Unusable(path, $"RoPE scaling '{kind}' is not supported; linear, llama3 and yarn are"),
        };
    }

    private static RopeConfig Llama3(JsonElement values, RopeConfig plain) => plain with
    {
        Scaling = RopeScalingKind.Llama3,
        Factor = Required(values, "factor"),
        LowFrequencyFactor = Required(values, "low_freq_factor"),
        HighFrequencyFactor = Required(values, "high_freq_factor"),
        OriginalContext = values.GetProperty("original_max_position_embeddings").GetInt32(),
    };

    private static RopeConfig Yarn(JsonElement values, RopeConfig plain, int context, string path)
    {
        // With false the ramp has fractional ends, which only gpt-oss uses.
        if (ConfigFile.Value(values, "truncate")?.GetBoolean() == false) throw ConfigFile.Unusable(path, "YaRN with truncate false is not supported");
        var original = ConfigFile.Value(values, "original_max_position_embeddings")?.GetInt32() ?? context;
        if (original <= 0) throw ConfigFile.Unusable(path, $"original_max_position_embeddings is {original}");
        var factor = Number(values, "factor") ?? (float)context / original;
        return plain with
        {
            Scaling = RopeScalingKind.Yarn,
            Factor = factor,
            OriginalContext = original,
            BetaFast = Number(values, "beta_fast") ?? plain.BetaFast,
            BetaSlow = Number(values, "beta_slow") ?? plain.BetaSlow,
            AttentionFactor = Number(values, "attention_factor") ?? MagnitudeOf(Number(values, "mscale"), Number(values, "mscale_all_dim"), factor),
        };
    }

    /// <summary>DeepSeek's way to say the attention factor; null where it is not said.</summary>
    private static float? MagnitudeOf(float? scale, float? scaleOfAll, float factor)
    {
        return scale is > 0 or < 0 && scaleOfAll is > 0 or < 0 ? Magnitude(scale.Value) / Magnitude(scaleOfAll.Value) : null;

        float Magnitude(float by) => factor <= 1 ? 1 : (0.1f * by * MathF.Log(factor)) + 1;
    }

    private static float Required(JsonElement values, string name) => values.GetProperty(name).GetSingle();

    private static float? Number(JsonElement? values, string name) =>
        values is { ValueKind: JsonValueKind.Object } section ? ConfigFile.Value(section, name)?.GetSingle() : null;
}
