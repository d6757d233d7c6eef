using System.Net;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Grains;

namespace Cocoon.Client.Cluster;

/// <summary>Calls of grains, with what goes wrong told as the client's callers know it.</summary>
internal static class Market
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static async Task<T> Call<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RefusedException refused)
        {
            throw new CocoonException(refused.Message, null, Name(refused.Code), refused.Code is RefusalCode.ProviderBusy or RefusalCode.TooManyHolds or RefusalCode.NoOffer ? Soon : null);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            throw new CocoonException("A part of the cluster did not answer. Try again soon, with the same idempotency key.", HttpStatusCode.ServiceUnavailable, "unavailable", Soon);
        }
    }

    public static Task Call(Func<Task> call) => Call(async () =>
    {
        await call();
        return true;
    });

    /// <summary>The names that gateways give to the same refusals (docs/gateway.md).</summary>
    public static string Name(RefusalCode code) => code switch
    {
        RefusalCode.ModelUnknown => "model_not_found",
        RefusalCode.NoOffer or RefusalCode.ProviderDraining or RefusalCode.ProviderUnknown or RefusalCode.LeaseUnknown or RefusalCode.LeaseExpired => "no_provider",
        RefusalCode.AppraisalExpired or RefusalCode.EvidenceRefused => "tier_not_met",
        RefusalCode.ProviderBusy => "provider_busy",
        RefusalCode.TooManyHolds => "busy",
        RefusalCode.JobUnknown => "job_not_found",
        RefusalCode.OperationConflict or RefusalCode.JobEnded or RefusalCode.JobNotReady => "idempotency_conflict",
        RefusalCode.VoucherForged or RefusalCode.VoucherAboveDeposit or RefusalCode.VoucherAboveOwed or RefusalCode.WrongChannel or RefusalCode.AmountInvalid => "voucher_refused",
        RefusalCode.QuoteUnknown => "quote_not_found",
        RefusalCode.AppraisalRevoked => "provider_revoked",
        _ => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()),
    };
}
