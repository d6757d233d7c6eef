namespace Cocoon.Core;

/// <summary>The closed list of reasons for a refusal. Names and numbers are part of the wire contract: add at the end, never reuse.</summary>
[GenerateSerializer, Alias("cocoon.refusal-code")]
public enum RefusalCode
{
    None = 0,

    /// <summary>The operation id is known, but with another body.</summary>
    OperationConflict = 1,

    /// <summary>The channel's free balance is below what the job may cost.</summary>
    InsufficientBalance = 2,

    /// <summary>Work done and not yet covered by a voucher would pass the credit cap.</summary>
    VoucherRequired = 3,

    /// <summary>The hold was posted, voided or expired before.</summary>
    HoldEnded = 4,

    /// <summary>No hold with this job id was ever taken, or it was forgotten long ago.</summary>
    HoldUnknown = 5,

    ChargeAboveHold = 6,
    VoucherStale = 7,
    VoucherAboveDeposit = 8,
    VoucherAboveOwed = 9,
    VoucherForged = 10,
    WrongChannel = 11,
    ChannelNotOpen = 12,
    ChannelMismatch = 13,
    DepositShrank = 14,
    TooManyHolds = 15,
    DeadlineInvalid = 16,
    AmountInvalid = 17,

    /// <summary>The channel is being closed, is closed, or its voucher key changes.</summary>
    ChannelClosing = 18,

    /// <summary>Jobs are running on the channel.</summary>
    ChannelBusy = 19,

    ModelUnknown = 30,
    NoOffer = 31,
    PriceAboveCeiling = 32,
    ProviderBusy = 33,
    ProviderDraining = 34,
    AppraisalExpired = 35,
    TierNotMet = 36,
    LeaseUnknown = 37,
    LeaseExpired = 38,
    ProviderUnknown = 39,
    OfferInvalid = 40,

    /// <summary>The evidence of a machine was not accepted; the message names the failure.</summary>
    EvidenceRefused = 41,

    /// <summary>The provider's appraisal was taken back: its hardware, image or collateral is no longer trusted.</summary>
    AppraisalRevoked = 42,

    JobUnknown = 50,
    JobEnded = 51,
    JobNotReady = 52,
    ReceiptInvalid = 53,
    ReceiptForged = 54,

    KeyUnknown = 60,
    KeyRevoked = 61,
    TooManyKeys = 62,
    AccountUnknown = 63,

    BatchUnknown = 70,
    SettlementGap = 71,

    /// <summary>Books and chain differ; nothing is settled until that is resolved.</summary>
    SettlementBlocked = 72,

    /// <summary>There is no such difference.</summary>
    DifferenceUnknown = 73,

    /// <summary>The engine could not serve the request; the message says why.</summary>
    EngineFailed = 80,

    /// <summary>The engine refused the request as it stands, such as a prompt over the context length.</summary>
    RequestRefused = 81,

    /// <summary>The job's deadline passed before the answer was complete.</summary>
    DeadlinePassed = 82,

    /// <summary>The caller's role in the market does not include this call.</summary>
    CallNotAllowed = 90,

    /// <summary>The cluster has no such silo, or it does not host what was asked for.</summary>
    SiloUnknown = 100,

    /// <summary>The key's limit of requests, tokens or jobs at once is reached.</summary>
    RateLimited = 110,

    /// <summary>The key's spend for the day does not cover what the job may cost.</summary>
    BudgetExhausted = 111,

    KeyExpired = 112,

    /// <summary>A key's name, secret or limits are not what they have to be.</summary>
    KeyInvalid = 113,

    /// <summary>The wallet's proof was exchanged for a key before.</summary>
    ProofUsed = 114,

    /// <summary>The provider knows no such quote of this account, or it does not fit the job.</summary>
    QuoteUnknown = 120,

    /// <summary>The quote was used, or its time is over.</summary>
    QuoteEnded = 121,

    /// <summary>Too many quotes are open with this provider.</summary>
    TooManyQuotes = 122,

    /// <summary>All rounds of a negotiation are used.</summary>
    NegotiationOver = 123,
}
