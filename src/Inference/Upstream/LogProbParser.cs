using System.Text;
using System.Text.Json;

namespace Cocoon.Inference.Upstream;

/// <summary>Reads a chunk's logprobs: one entry a token, which is also the exact count of its tokens.</summary>
internal static class LogProbParser
{
    public static void Read(ref Utf8JsonReader json, List<TokenLogProbs> tokens)
    {
        if (!ChunkParser.BeginObject(ref json)) return;
        while (ChunkParser.NextName(ref json))
        {
            if (!ChunkParser.Is(ref json, "content"u8)) ChunkParser.Pass(ref json);
            else if (ChunkParser.BeginArray(ref json))
                while (json.Read() && json.TokenType == JsonTokenType.StartObject) tokens.Add(Token(ref json));
        }
    }

    private static TokenLogProbs Token(ref Utf8JsonReader json)
    {
        var rivals = new List<TokenChoice>();
        return new TokenLogProbs(Choice(ref json, rivals), rivals);
    }

    /// <param name="json">In the object.</param>
    /// <param name="rivals">Takes top_logprobs; null inside of them.</param>
    private static TokenChoice Choice(ref Utf8JsonReader json, List<TokenChoice>? rivals)
    {
        var (text, bytes, logProb) = ("", (byte[]?)null, 0f);
        while (ChunkParser.NextName(ref json))
        {
            if (ChunkParser.Is(ref json, "token"u8)) text = ChunkParser.Text(ref json) ?? "";
            else if (ChunkParser.Is(ref json, "logprob"u8)) logProb = LogProb(ref json);
            else if (ChunkParser.Is(ref json, "bytes"u8)) bytes = Bytes(ref json);
            else if (rivals is not null && ChunkParser.Is(ref json, "top_logprobs"u8)) Rivals(ref json, rivals);
            else ChunkParser.Pass(ref json);
        }
        return new TokenChoice(UpstreamEngine.UnnamedToken, bytes ?? Encoding.UTF8.GetBytes(text), logProb);
    }

    private static void Rivals(ref Utf8JsonReader json, List<TokenChoice> rivals)
    {
        if (!ChunkParser.BeginArray(ref json)) return;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject) rivals.Add(Choice(ref json, null));
    }

    private static float LogProb(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? 0 : json.GetSingle();
    }

    private static byte[]? Bytes(ref Utf8JsonReader json)
    {
        if (!ChunkParser.BeginArray(ref json)) return null;
        var bytes = new List<byte>();
        while (json.Read() && json.TokenType == JsonTokenType.Number) bytes.Add(json.GetByte());
        return [.. bytes];
    }
}
