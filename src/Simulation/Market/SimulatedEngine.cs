using System.Runtime.CompilerServices;
using Cocoon.Inference;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Market;

/// <summary>
/// An engine that answers "tokens N" with N tokens in virtual time. Its provider may be dishonest or broken: it lies about
/// the prompt's length, stalls, or breaks off with garbage.
/// </summary>
internal sealed class SimulatedEngine(SimulatedProcess process, EngineDescriptor descriptor, Dice dice) : IInferenceEngine
{
    private static readonly TimeSpan Stall = TimeSpan.FromMinutes(3);

    public EngineDescriptor Descriptor { get; } = descriptor;

    public EngineLoad Load => default;

    /// <summary>One token a character: simple enough for the client to count too.</summary>
    public int CountPromptTokens(ChatPrompt prompt) => prompt.Messages.Sum(message => message.Content.Length);

    public async IAsyncEnumerable<TokenEvent> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var wanted = Wanted(request.Prompt);
        var count = Math.Min(wanted, request.MaxTokens);
        for (var i = 0; i < count; i++)
        {
            await process.Delay(dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(30)), cancellationToken);
            if (Struck(FaultKind.ProviderStalls) is not null) await process.Delay(Stall, cancellationToken);
            if (Struck(FaultKind.ProviderGarbage) is { } garbage)
            {
                if (garbage.Chance(0.5)) throw new InvalidDataException("garbage");
                yield return new TokenEvent(null, "\uD800\0", float.NaN, null, new TokenUsage(-1, int.MaxValue, -1, -1));
            }

            yield return new TokenEvent(i, Word(i));
        }

        var prompt = CountPromptTokens(request.Prompt);
        if (Struck(FaultKind.ProviderLies) is { } lie) prompt += (int)lie.Between(1, 5);
        yield return new TokenEvent(null, "", null, wanted > request.MaxTokens ? FinishReason.Length : FinishReason.Stop, new TokenUsage(prompt, 0, count, 0));
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>The text of the token with this number.</summary>
    public static string Word(int number) => number % 2 == 0 ? "ja " : "nein ";

    private static int Wanted(ChatPrompt prompt) => int.Parse(prompt.Messages[0].Content.AsSpan("tokens ".Length), System.Globalization.CultureInfo.InvariantCulture);

    private Dice? Struck(FaultKind kind)
    {
        if (process.World.Faults.Strike(kind) is not { } struck) return null;
        process.World.Trace.Add(TraceKind.Fault, process.Lane, FaultKinds.Name(kind), fault: kind);
        return struck;
    }
}
