using Cocoon.Core.Answers;
using Cocoon.Grains.Answers;

namespace Cocoon.Storage.Tests.Formats;

internal static class AnswerSamples
{
    public static string Key { get; } = AnswerKeys.Response(Values.Job(2));

    /// <summary>A response that its caller cancelled; the bytes are no real ciphertext.</summary>
    public static StoredAnswer Rich { get; } = new() { Owner = Values.Address(1), Sealed = [1, 0, 255, 62, 63], ExpiresAt = Values.Time(60), IsCancelled = true };
}
