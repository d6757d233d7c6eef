using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Receipts;

/// <summary>
/// What an answer said, gathered as it comes, and the commitment to it (docs/receipts.md). Provider and client each keep one
/// of their own: equal steps give equal commitments. Used by one answer at a time.
/// </summary>
public sealed class AnswerTranscript
{
    /// <summary>Most choices, and most vectors, of one answer.</summary>
    public const int MaxChoices = 128;

    private readonly List<Said> _choices = [];
    private readonly SortedDictionary<int, byte[]> _vectors = [];

    /// <summary>Text of the first choice; the whole answer where it is a plain one.</summary>
    public string Text => _choices.Count == 0 ? "" : _choices[0].Content.ToString();

    /// <summary>Whether it is one choice of text and nothing else.</summary>
    public bool IsPlain => _vectors.Count == 0 && _choices.Count <= 1 && _choices.All(static said => said.Reasoning.Length == 0 && said.Calls.Count == 0);

    /// <summary>Text of the answer itself.</summary>
    public void AddContent(int choice, string text) => Of(choice).Content.Append(text);

    /// <summary>What the model thought before it answered.</summary>
    public void AddReasoning(int choice, string text) => Of(choice).Reasoning.Append(text);

    /// <summary>A tool call begins.</summary>
    public void AddCall(int choice, string id, string name) => Of(choice).Calls.Add((id, name, new StringBuilder()));

    /// <summary>Arguments of the call that began last in this choice.</summary>
    /// <exception cref="InvalidOperationException">No call has begun.</exception>
    public void AddArguments(int choice, string text)
    {
        var calls = Of(choice).Calls;
        if (calls.Count > 0) calls[^1].Arguments.Append(text);
        else if (text.Length > 0) throw new InvalidOperationException("Arguments of a tool call came before the call.");
    }

    /// <summary>The vector of an input.</summary>
    public void AddVector(int input, ReadOnlySpan<float> vector)
    {
        RequireIndex(input);
        var bytes = new byte[sizeof(float) * vector.Length];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(sizeof(float) * i), vector[i]);
        _vectors[input] = bytes;
    }

    /// <summary>The commitment; a plain answer's is <see cref="Commitment.OfAnswer"/> of its text.</summary>
    /// <param name="salt">The job's salt.</param>
    public HexBytes Commit(ReadOnlySpan<byte> salt) => IsPlain ? Commitment.OfAnswer(salt, Text) : Commitment.OfParts(salt, Parts());

    private IEnumerable<ReadOnlyMemory<byte>> Parts()
    {
        foreach (var said in _choices)
        {
            yield return Bytes("choice");
            yield return Bytes(said.Content.ToString());
            yield return Bytes(said.Reasoning.ToString());
            yield return Bytes(said.Calls.Count.ToString(CultureInfo.InvariantCulture));
            foreach (var (id, name, arguments) in said.Calls)
            {
                yield return Bytes(id);
                yield return Bytes(name);
                yield return Bytes(arguments.ToString());
            }
        }
        foreach (var (input, vector) in _vectors)
        {
            yield return Bytes("vector");
            yield return Bytes(input.ToString(CultureInfo.InvariantCulture));
            yield return vector;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Choices before one that speaks are there too, and have said nothing yet.</summary>
    private Said Of(int choice)
    {
        RequireIndex(choice);
        while (_choices.Count <= choice) _choices.Add(new Said([], new StringBuilder(), new StringBuilder()));
        return _choices[choice];
    }

    private static void RequireIndex(int index) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)MaxChoices, nameof(index));

    private sealed record Said(List<(string Id, string Name, StringBuilder Arguments)> Calls, StringBuilder Content, StringBuilder Reasoning);
}
