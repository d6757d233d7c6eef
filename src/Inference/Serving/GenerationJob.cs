using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Sampling;

namespace Cocoon.Inference.Serving;

/// <summary>One generation: its choices, and the events for its reader.</summary>
internal sealed class GenerationJob : EngineJob
{
    private readonly ChoiceSequence[] _choices;
    private readonly EventQueue _events;
    private readonly int[] _prompt;
    private readonly ulong _seed;
    private readonly int _ahead;
    private bool _copied;
    private int? _cached;
    private int _unfinished;
    private int _delivered;
    private int _reasoning;

    public GenerationJob(GenerationRequest request, int[] prompt, ulong seed, ServedModel model, SamplingSpace space, int lookAhead, Action call)
    {
        (Request, _prompt, _seed) = (request, prompt, seed);
        _unfinished = request.Choices;
        // A step may add a token to each choice.
        _ahead = (lookAhead - 1) * request.Choices;
        _events = new EventQueue(_ahead / 2, call);
        var rules = new AnswerRules(request, model.Vocabulary, model.Markup, model.EndTokens);
        // The first held answer pays for it here, not everyone on the engine's thread.
        if (rules.Start is not null) _ = model.Vocabulary.Value;
        // Whether the answer began within a thought is seen by what was asked, not by what was written since.
        var asked = request.Written.Count == 0 ? prompt : prompt[..^request.Written.Count];
        var endOfThought = model.Tokenizer.EndsInThought(request, asked) ? model.Tokenizer.Reasoning!.Close : null;
        _choices = [.. Enumerable.Range(0, request.Choices).Select(number => Choice(
            number, model, new Sampler(request.Sampling, SplitMix64.SeedOf(seed, number), space, asked), new AnswerGuide(rules, endOfThought),
            model.Tokenizer.WriterFor(request, asked, number, name => CallId(number, name))))];
    }

    public GenerationRequest Request { get; }

    public int PromptTokens => _prompt.Length;

    public override bool IsWanted => _events.Unread <= _ahead;

    public override ulong Scope => Request.PromptScope;

    public IAsyncEnumerable<TokenEvent> ReadAsync(CancellationToken cancellationToken) => _events.ReadAsync(cancellationToken);

    /// <summary>The first choice alone: the others copy its prompt.</summary>
    public override IEnumerable<EngineSequence> Begin() => [_choices[0]];

    public override IReadOnlyList<EngineSequence> TakeCopies()
    {
        if (_copied) return [];
        _copied = true;
        return _choices.AsSpan(1).ToArray();
    }

    /// <summary>What the first reading of the prompt found is what the request saved; later ones are the engine's own affair.</summary>
    public override void NoteCached(int tokens) => _cached ??= Math.Min(tokens, _prompt.Length);

    public void Write(TokenEvent step)
    {
        _delivered++;
        _events.Write(step);
    }

    /// <summary>Ends a choice; the last one's end carries the usage.</summary>
    public void End(ChoiceWriter writer, FinishReason finish)
    {
        _reasoning += writer.ReasoningTokens;
        var isLast = --_unfinished == 0;
        _events.Write(writer.End(finish, isLast ? new TokenUsage(_prompt.Length, _cached ?? 0, _delivered, _reasoning) : null));
        if (isLast) Finish(null);
    }

    protected override void Publish(Exception? error) => _events.End(error);

    /// <exception cref="InferenceRequestException">What was written of it is a whole answer.</exception>
    private ChoiceSequence Choice(int number, ServedModel model, Sampler sampler, AnswerGuide guide, ChoiceWriter writer)
    {
        if (Request.Written.Count > 0)
        {
            sampler.Resume(Request.Written);
            foreach (var token in Request.Written) guide.Accept(token);
            writer.Resume(Request.Written);
            if (writer.IsStopped || Request.Written.Any(model.EndTokens.Contains)) throw RequestCheck.Unfit("is a whole answer: there is nothing to add");
        }
        return new ChoiceSequence(this, number, _prompt, model, sampler, guide, writer);
    }

    /// <summary>
    /// Names a call by what led to it: the same request with the same seed gives the same names, and the turns of one
    /// conversation give different ones.
    /// </summary>
    private string CallId(int choice, int call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(head, _seed);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], choice);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], call);
        hash.AppendData(head);
        hash.AppendData(MemoryMarshal.AsBytes<int>(_prompt));
        return "call_" + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
