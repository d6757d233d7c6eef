namespace Cocoon.Core.Market;

/// <summary>Why an offer does not suit a request.</summary>
public enum RouteRefusal
{
    /// <summary>It suits.</summary>
    None,

    /// <summary>It was not announced again in time, or its appraisal has ended with it.</summary>
    Stale,

    /// <summary>The provider's tier is below what was asked for.</summary>
    TierNotMet,

    /// <summary>It is sold to whoever waits for the answer, not for jobs that are due in hours.</summary>
    NoBatch,

    /// <summary>One of its prices is above the ceiling.</summary>
    PriceAboveCeiling,

    /// <summary>It is dearer than the cheapest suitable offer by more than the caller allows.</summary>
    AboveCoefficient,

    /// <summary>Prompt and answer do not fit its context.</summary>
    ContextTooShort,

    /// <summary>The caller allows others only.</summary>
    NotAllowed,

    /// <summary>The caller rules this provider out.</summary>
    Denied,

    /// <summary>It is in another region.</summary>
    OtherRegion,

    /// <summary>It failed a moment ago.</summary>
    Outage,
}
