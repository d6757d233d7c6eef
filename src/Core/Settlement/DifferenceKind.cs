namespace Cocoon.Core.Settlement;

/// <summary>In what books and chain differ. Numbers are stored; docs/settlement.md says what to do about each.</summary>
[GenerateSerializer, Alias("cocoon.difference-kind")]
public enum DifferenceKind
{
    /// <summary>There is no vault contract of this market at the vault's address.</summary>
    VaultMissing = 1,

    /// <summary>The vault expects an older batch than the books: another chain, or a reorganisation deeper than allowed for.</summary>
    VaultBehind = 2,

    /// <summary>The vault took a batch, or paid by proof, without these books knowing of it.</summary>
    VaultAhead = 3,

    /// <summary>The vault's roots are not those of the last confirmed batch.</summary>
    RootsDiffer = 4,

    /// <summary>The vault's owner has paused it.</summary>
    VaultPaused = 5,

    /// <summary>The vault takes batches of another operator key.</summary>
    OperatorChanged = 6,

    /// <summary>The vault holds less than the open batch pays.</summary>
    VaultUnderfunded = 7,

    /// <summary>A channel with an unclaimed voucher is not on chain any more.</summary>
    ChannelMissing = 8,

    /// <summary>A channel closed before all that it owes was claimed: the rest is lost.</summary>
    ClaimLost = 9,

    /// <summary>A channel refuses the newest voucher, try after try.</summary>
    ClaimRefused = 10,
}
