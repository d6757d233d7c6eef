namespace Cocoon.Gateway.Errors;

/// <summary>What a refusal of the market means in HTTP: the one table (docs/gateway.md).</summary>
internal static class RefusalErrors
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <param name="refusal">What the market said.</param>
    /// <param name="wait">When a retry may succeed, if that is known.</param>
    public static ApiException ToApi(Refusal refusal, TimeSpan? wait = null)
    {
        var (status, type, code) = refusal.Code switch
        {
            RefusalCode.InsufficientBalance => (402, ErrorTypes.Billing, "insufficient_balance"),
            RefusalCode.VoucherRequired => (402, ErrorTypes.Billing, "voucher_required"),
            RefusalCode.ChannelNotOpen => (402, ErrorTypes.Billing, "channel_not_open"),
            RefusalCode.ChannelClosing => (409, ErrorTypes.Conflict, "channel_closing"),
            RefusalCode.ChannelBusy => (409, ErrorTypes.Conflict, "channel_busy"),
            RefusalCode.SettlementBlocked => (409, ErrorTypes.Conflict, "settlement_blocked"),
            RefusalCode.DifferenceUnknown or RefusalCode.BatchUnknown or RefusalCode.SiloUnknown => (404, ErrorTypes.InvalidRequest, "not_found"),
            RefusalCode.KeyUnknown or RefusalCode.KeyRevoked or RefusalCode.KeyExpired or RefusalCode.AccountUnknown => (401, ErrorTypes.InvalidRequest, "invalid_api_key"),
            RefusalCode.ModelUnknown => (404, ErrorTypes.InvalidRequest, "model_not_found"),
            RefusalCode.NoOffer => (503, ErrorTypes.Unavailable, "no_provider"),
            RefusalCode.PriceAboveCeiling => (409, ErrorTypes.Conflict, "price_above_ceiling"),
            RefusalCode.TierNotMet or RefusalCode.AppraisalExpired or RefusalCode.EvidenceRefused => (409, ErrorTypes.Conflict, "tier_not_met"),
            RefusalCode.ProviderBusy => (429, ErrorTypes.RateLimit, "provider_busy"),
            RefusalCode.TooManyHolds => (429, ErrorTypes.RateLimit, "busy"),
            RefusalCode.ProviderDraining or RefusalCode.ProviderUnknown or RefusalCode.LeaseUnknown or RefusalCode.LeaseExpired => (503, ErrorTypes.Unavailable, "no_provider"),
            RefusalCode.RequestRefused => (400, ErrorTypes.InvalidRequest, "request_refused"),
            RefusalCode.JobUnknown => (404, ErrorTypes.InvalidRequest, "job_not_found"),
            RefusalCode.OperationConflict or RefusalCode.JobEnded or RefusalCode.JobNotReady => (409, ErrorTypes.Conflict, "idempotency_conflict"),
            RefusalCode.VoucherStale => (409, ErrorTypes.Conflict, "voucher_stale"),
            RefusalCode.VoucherForged or RefusalCode.VoucherAboveDeposit or RefusalCode.VoucherAboveOwed or RefusalCode.WrongChannel or RefusalCode.AmountInvalid
                => (400, ErrorTypes.InvalidRequest, "voucher_refused"),
            RefusalCode.QuoteUnknown => (404, ErrorTypes.InvalidRequest, "quote_not_found"),
            RefusalCode.QuoteEnded => (409, ErrorTypes.Conflict, "quote_ended"),
            RefusalCode.NegotiationOver => (409, ErrorTypes.Conflict, "negotiation_over"),
            RefusalCode.TooManyQuotes => (429, ErrorTypes.RateLimit, "too_many_quotes"),
            RefusalCode.DeadlineInvalid => (400, ErrorTypes.InvalidRequest, "deadline_invalid"),
            RefusalCode.DeadlinePassed => (504, ErrorTypes.Unavailable, "deadline_passed"),
            RefusalCode.AppraisalRevoked => (502, ErrorTypes.Server, "provider_revoked"),
            RefusalCode.RateLimited => (429, ErrorTypes.RateLimit, "rate_limit_exceeded"),
            RefusalCode.BudgetExhausted => (429, "insufficient_quota", "insufficient_quota"),
            RefusalCode.ChannelMismatch => (403, ErrorTypes.InvalidRequest, "channel_not_yours"),
            RefusalCode.KeyInvalid or RefusalCode.TooManyKeys => (400, ErrorTypes.InvalidRequest, "key_malformed"),
            RefusalCode.ProofUsed => (401, ErrorTypes.InvalidRequest, "proof_used"),
            RefusalCode.CallNotAllowed => (403, ErrorTypes.InvalidRequest, "call_not_allowed"),
            RefusalCode.EngineFailed => (502, ErrorTypes.Server, "engine_failed"),
            _ => (500, ErrorTypes.Server, "internal_error"),
        };
        return new ApiException(status, type, code, refusal.Message, retryAfter: wait ?? (status is 429 or 503 && refusal.Code is not (RefusalCode.RateLimited or RefusalCode.BudgetExhausted) ? Soon : null));
    }
}
