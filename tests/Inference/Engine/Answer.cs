namespace Cocoon.Inference.Tests.Engine;

/// <summary>All events of one generation.</summary>
internal sealed record Answer(IReadOnlyList<TokenEvent> Events)
{
    public IReadOnlyList<int> Tokens { get; } = [.. Events.Where(step => step.TokenId is not null).Select(step => step.TokenId!.Value)];

    public string Text { get; } = string.Concat(Events.Select(step => step.Text));

    public string TextOf(int choice) => string.Concat(Events.Where(step => step.Choice == choice).Select(step => step.Text));

    public string TextOf(TextKind kind) => string.Concat(Events.Where(step => step.Kind == kind).Select(step => step.Text));

    public FinishReason? Finish => Events[^1].Finish;

    public TokenUsage? Usage => Events[^1].Usage;

    public static async Task<Answer> Of(IInferenceEngine engine, GenerationRequest request)
    {
        var events = new List<TokenEvent>();
        await foreach (var step in engine.GenerateAsync(request)) events.Add(step);
        return new Answer(events);
    }
}
