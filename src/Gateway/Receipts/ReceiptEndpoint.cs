using System.Text.Json;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Receipts;

/// <summary>A receipt again, for its owner only: as it was signed, or as a file with its proof.</summary>
internal sealed class ReceiptEndpoint(Authenticator authenticator, MarketCache market, IGrainFactory grains)
{
    public async Task Get(HttpContext http) => await Write(http, await Receipt(http));

    public async Task GetFile(HttpContext http)
    {
        var receipt = await Receipt(http);
        await Write(http, new ReceiptFile(receipt, await Proof(receipt.Receipt)));
    }

    private async Task<SignedReceipt> Receipt(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var job = JobId.TryParse((string?)http.Request.RouteValues["job"], out var id) ? await grains.Job(id).View() : new JobState();
        // Another's job looks like no job at all, so ids cannot be probed.
        return job.Spec?.Client == caller.Account && job is { Status: JobStatus.Receipted, Receipt: { } receipt }
            ? receipt
            : throw new ApiException(404, ErrorTypes.InvalidRequest, "receipt_not_found", "There is no receipt for this job. Jobs that failed or delivered nothing have none.");
    }

    private async Task<ReceiptProof?> Proof(Receipt receipt)
    {
        var vault = (await grains.Channel(receipt.Channel).View()).Vault;
        var shard = (await market.Parameters()).Vaults.IndexOf(vault);
        if (shard < 0 || await grains.Settlement(shard).Find(receipt.Hash(), receipt.EndedAt) is not { Batch: { } seqno }) return null;
        var archive = grains.Batch(shard, seqno);
        return await archive.Proof(receipt.Hash()) is { } proof && await archive.View() is { } batch
            ? new ReceiptProof(vault, seqno, batch.PayoutTransaction, proof.Index, proof.Count, proof.Path, proof.Root)
            : null;
    }

    private static Task Write<T>(HttpContext http, T value)
    {
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, ReceiptJson.Options, http.RequestAborted);
    }
}
