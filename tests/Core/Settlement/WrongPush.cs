namespace Cocoon.Core.Tests.Settlement;

/// <summary>What is wrong with a push.</summary>
internal enum WrongPush
{
    No,

    /// <summary>The first receipt that the shard lacks is left out.</summary>
    Gap,

    /// <summary>The last receipt is not signed for.</summary>
    Uncovered,

    /// <summary>The last receipt is another channel's.</summary>
    Stranger,
}
