using System.Globalization;
using System.Text;

namespace Cocoon.Bench.Gateway;

/// <summary>What is asked and answered in this benchmark: 50 chunks of 128 bytes of text, and usage.</summary>
internal static class Answer
{
    public const int Chunks = 50;
    public const int TextBytes = 128;

    /// <summary>A request with this in it is answered with one chunk, and then with silence.</summary>
    public const string IdleMark = "\"seed\":1";

    /// <summary>The answer as server-sent events, one an entry.</summary>
    public static readonly byte[][] Events = Bytes("data: ", "\n\n", "data: [DONE]\n\n");

    /// <summary>The answer as lines of JSON.</summary>
    public static readonly byte[][] Lines = Bytes("", "\n", "");

    /// <summary>The body of a chat request for a streamed answer.</summary>
    public static byte[] Request(bool isIdle) => Encoding.UTF8.GetBytes(
        $$"""{"model":"{{Soak.SoakHost.Model}}","stream":true,"stream_options":{"include_usage":true},"max_tokens":64,{{(isIdle ? IdleMark + "," : "")}}"messages":[{"role":"user","content":"Say some words."}]}""");

    private static byte[][] Bytes(string before, string after, string done)
    {
        var answer = new List<string>();
        for (var chunk = 0; chunk < Chunks; chunk++)
            Add($$"""{"index":0,"delta":{"content":"{{new string((char)('a' + chunk % 26), TextBytes)}}"},"logprobs":null,"finish_reason":null}""", "null");
        Add("""{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}""", "null");
        Add("", string.Create(CultureInfo.InvariantCulture, $$"""{"prompt_tokens":20,"completion_tokens":{{Chunks}},"total_tokens":{{20 + Chunks}}}"""));
        if (done.Length > 0) answer.Add(done);
        return [.. answer.Select(Encoding.UTF8.GetBytes)];

        void Add(string choice, string usage) => answer.Add(before
            + $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760000000,"model":"{{Soak.SoakHost.Model}}","choices":[{{choice}}],"usage":{{usage}}}""" + after);
    }
}
