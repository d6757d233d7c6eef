using System.Buffers.Text;
using System.Text;

namespace Cocoon.Inference.Upstream;

/// <summary>
/// Finds a server's load in its Prometheus text (exposition format 0.0.4), by the names of vLLM, SGLang, llama-server,
/// TensorRT-LLM and TGI. Of several samples of a name, as data-parallel servers have, counts are added and the fullest memory
/// holds; copies that the ranks of one parallel model report are left out.
/// </summary>
internal static class MetricsParser
{
    /// <summary>A server that says it has more than this counts wrongly.</summary>
    private const double MostRequests = 1_000_000;

    private static readonly string[] Running = ["vllm:num_requests_running", "sglang:num_running_reqs", "llamacpp:requests_processing", "trtllm:num_requests_running", "tgi:batch_current_size"];
    private static readonly string[] Waiting = ["vllm:num_requests_waiting", "sglang:num_queue_reqs", "llamacpp:requests_deferred", "trtllm:num_requests_waiting", "tgi:queue_size"];
    private static readonly string[] Memory = ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "sglang:token_usage", "llamacpp:kv_cache_usage_ratio", "trtllm:kv_cache_utilization"];

    /// <returns>Null where nothing in it is known.</returns>
    public static ServerLoad? Parse(ReadOnlySpan<byte> text)
    {
        var (running, waiting, memory, isKnown) = (0d, 0d, 0d, false);
        foreach (var range in text.Split((byte)'\n'))
        {
            if (!TrySample(text[range], out var name, out var value)) continue;
            if (Is(name, Running)) running += Math.Min(value, MostRequests);
            else if (Is(name, Waiting)) waiting += Math.Min(value, MostRequests);
            else if (Is(name, Memory)) memory = Math.Max(memory, Math.Min(value, 1));
            else continue;
            isKnown = true;
        }
        return isKnown ? new ServerLoad((int)Math.Min(running, MostRequests), (int)Math.Min(waiting, MostRequests), memory) : null;
    }

    /// <summary>name{labels} value [time]</summary>
    private static bool TrySample(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out double value)
    {
        name = default;
        value = 0;
        if (line.Length == 0 || line[0] == '#') return false;
        var end = line.IndexOfAny((byte)'{', (byte)' ');
        if (end <= 0) return false;
        var rest = line[end..];
        if (rest[0] == '{')
        {
            // A label may hold a brace, a value never.
            var close = rest.LastIndexOf((byte)'}');
            if (close < 0 || IsCopy(rest[..close])) return false;
            rest = rest[(close + 1)..];
        }
        name = line[..end];
        return Utf8Parser.TryParse(rest.TrimStart((byte)' '), out value, out _) && double.IsFinite(value) && value >= 0;
    }

    private static bool IsCopy(ReadOnlySpan<byte> labels) => IsOtherRank(labels, "tp_rank=\""u8) || IsOtherRank(labels, "pp_rank=\""u8);

    private static bool IsOtherRank(ReadOnlySpan<byte> labels, ReadOnlySpan<byte> label)
    {
        var at = labels.IndexOf(label);
        return at >= 0 && !labels[(at + label.Length)..].StartsWith("0\""u8);
    }

    private static bool Is(ReadOnlySpan<byte> name, string[] known)
    {
        foreach (var candidate in known)
            if (candidate.Length == name.Length && Matches(name, candidate)) return true;
        return false;
    }

    /// <summary>Servers and what stands before them write the prefix with a colon or an underscore.</summary>
    private static bool Matches(ReadOnlySpan<byte> name, string candidate)
    {
        Span<byte> bytes = stackalloc byte[64];
        var length = Encoding.ASCII.GetBytes(candidate, bytes);
        var colon = candidate.IndexOf(':', StringComparison.Ordinal);
        return name[colon] is (byte)':' or (byte)'_' && name[..colon].SequenceEqual(bytes[..colon]) && name[(colon + 1)..].SequenceEqual(bytes[(colon + 1)..length]);
    }
}
