namespace Cocoon.Core.Providers;

/// <summary>Why a provider gets no jobs, or fewer than it could; the ones that stop all jobs first.</summary>
public enum NoJobsCause
{
    /// <summary>The market has never taken its machine.</summary>
    NotRegistered,

    /// <summary>Its owner took it off the market.</summary>
    Left,

    /// <summary>It takes no new jobs.</summary>
    Draining,

    /// <summary>The verdict on its machine has ended.</summary>
    AppraisalEnded,

    /// <summary>It offers nothing.</summary>
    NothingOffered,

    /// <summary>The registry does not list the model with these weights.</summary>
    ModelNotListed,

    /// <summary>Its own terms keep it from selling at this time.</summary>
    OffSchedule,

    /// <summary>It is registered, but the market's index does not have the offer.</summary>
    NotAnnounced,

    /// <summary>Routers keep away from it for a while because it failed.</summary>
    Avoided,

    /// <summary>Callers who name no tier want a better one.</summary>
    TierNotAsked,

    /// <summary>Jobs came to its door and were refused.</summary>
    Refused,

    /// <summary>Others are cheaper.</summary>
    Dear,

    /// <summary>Its reputation keeps routers away.</summary>
    Reputation,

    /// <summary>All its slots are taken.</summary>
    SlotsFull,

    /// <summary>It is new here, and gets its share by and by.</summary>
    Newcomer,

    /// <summary>Nothing is wrong: there are not enough jobs for everybody.</summary>
    NoDemand,
}
