namespace Cocoon.Gateway.Chat;

/// <summary>An answer part by part. Disposing of it early is a hang-up. Not thread-safe.</summary>
internal interface IAnswerParts : IAsyncDisposable
{
    /// <summary>The job whose parts come now.</summary>
    StartedJob Job { get; }

    /// <summary>Jobs of the same answer that broke off before this one, the first one first.</summary>
    IReadOnlyList<BrokenAnswer> Broken { get; }

    /// <summary>The next part; null after the last.</summary>
    ValueTask<AnswerPart?> Next();
}
