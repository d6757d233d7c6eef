namespace Cocoon.Core.Tests.Channels;

/// <summary>What can happen to a channel's contract.</summary>
internal enum ChainEvent
{
    Blocks,
    TopUp,
    Withdraw,
    Claim,
    AnnounceClose,
    Close,
    AnnounceKey,
    ChangeKey,
}
