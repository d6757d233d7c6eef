namespace Cocoon.Gateway.Chat;

/// <summary>An answer that has begun. Disposing of it early is a hang-up: the engine stops, and what was taken is charged.</summary>
/// <param name="Job">The job that it began with, and is named after.</param>
/// <param name="Answer">The rest of it.</param>
/// <param name="First">Its first part.</param>
internal sealed record OpenedAnswer(StartedJob Job, IAnswerParts Answer, AnswerPart First) : IAsyncDisposable
{
    /// <summary>Passes a hang-up on to the answer; null where it hears of it by itself.</summary>
    public IDisposable? HangUp { get; init; }

    public async ValueTask DisposeAsync()
    {
        using (HangUp) await Answer.DisposeAsync();
    }
}
