namespace Cocoon.Grains.Events;

/// <summary>What happened in the market. Numbers cross processes: add at the end, never reuse.</summary>
[GenerateSerializer, Alias("cocoon.market-event-kind")]
public enum MarketEventKind
{
    None = 0,

    /// <summary>A job is written down; its hold and its lease are still to come. Amount: the hold asked for.</summary>
    JobStarted = 1,

    /// <summary>A provider gave the job a slot. Elapsed: since the start.</summary>
    JobLeased = 2,

    /// <summary>The provider began to work.</summary>
    JobBegun = 3,

    /// <summary>The charge is in the channel's books. Amount: the charge; Elapsed and ToFirstToken: the provider's work, in its own words.</summary>
    JobCompleted = 4,

    /// <summary>The job ended without a charge. Code: why.</summary>
    JobFailed = 5,

    /// <summary>A client signed for more. Amount: its cumulative amount.</summary>
    VoucherAccepted = 6,

    /// <summary>A channel handed receipts to its settlement shard. Count: how many.</summary>
    ReceiptsPushed = 7,

    /// <summary>A batch is cut and stored. Amount: its payouts; Count: its receipts.</summary>
    BatchCut = 8,

    /// <summary>The signed payout of a batch went to the chain, for the first time or again.</summary>
    BatchSent = 9,

    /// <summary>A batch is final on chain. Elapsed: since it was cut.</summary>
    BatchConfirmed = 10,

    /// <summary>The vault took a batch's message without paying it.</summary>
    BatchRejected = 11,

    /// <summary>A provider joined, or joined anew.</summary>
    ProviderRegistered = 12,

    /// <summary>A provider's evidence was not accepted, or is no longer. Code: why.</summary>
    ProviderRefused = 13,

    /// <summary>A provider takes no new jobs.</summary>
    ProviderDraining = 14,

    /// <summary>A channel's books were opened. Amount: the deposit.</summary>
    ChannelOpened = 15,

    /// <summary>A channel is on its way to being closed.</summary>
    ChannelClosing = 16,

    /// <summary>The books of this process do not hold: see the metric and the log.</summary>
    InvariantViolated = 17,

    /// <summary>On the provider's machine: the first token of an answer. Elapsed: since the work began.</summary>
    FirstToken = 18,

    /// <summary>On the provider's machine: the answer is over. Elapsed: since the work began; Code: why it broke off.</summary>
    AnswerEnded = 19,

    /// <summary>A draining provider takes jobs again.</summary>
    ProviderResumed = 20,

    /// <summary>A job was run again elsewhere, or could not be. Count: the <see cref="Core.Audits.AuditOutcome"/>.</summary>
    JobAudited = 30,
}
