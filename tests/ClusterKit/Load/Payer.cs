using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cocoon.ClusterKit.Network;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.ClusterKit.Load;

/// <summary>
/// One client's vouchers. It signs what the market says it was charged, as a caller without the client library would; that
/// the charges are right is what the judge finds out. Thread-safe.
/// </summary>
internal sealed class Payer(ClusterClient client, int receiptsPerVoucher) : IDisposable
{
    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private readonly SigningKey _key = new(client.VoucherSeed.ToArray(), Ed25519.Default);
    private readonly SemaphoreSlim _one = new(1);
    private long _charged;
    private int _unpaid;
    private SignedVouchers _vouchers = new(client.Channel, 0, 0, 0, 0);
    private bool _begun;

    public SignedVouchers Vouchers => _vouchers;

    /// <summary>Takes note of a receipt and, every so many, signs and sends a voucher.</summary>
    public async Task Receipted(long chargedNano, HttpClient http, Uri gateway)
    {
        InterlockedMax(ref _charged, chargedNano);
        if (Interlocked.Increment(ref _unpaid) < receiptsPerVoucher) return;
        // Whoever comes while one is on its way need not wait: the next voucher covers all.
        if (!await _one.WaitAsync(0)) return;
        try
        {
            await Send(http, gateway);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Covers all that the channel owes.</summary>
    /// <returns>Whether the market took it.</returns>
    public async Task<bool> Settle(HttpClient http, Uri gateway)
    {
        await _one.WaitAsync();
        try
        {
            return await Look(http, gateway) && (_charged == _vouchers.TakenNano || await Send(http, gateway));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _one.Dispose();
    }

    /// <summary>A voucher whose fate is not known goes again as it was; only then is another one signed.</summary>
    private async Task<bool> Send(HttpClient http, Uri gateway)
    {
        if (!_begun && !await Look(http, gateway)) return false;
        if (_vouchers.SignedSeqno > _vouchers.TakenSeqno && !await Post(http, gateway)) return false;
        var owed = Interlocked.Read(ref _charged);
        if (owed <= _vouchers.SignedNano) return true;
        Interlocked.Exchange(ref _unpaid, 0);
        _vouchers = _vouchers with { SignedNano = owed, SignedSeqno = _vouchers.SignedSeqno + 1 };
        return await Post(http, gateway);
    }

    /// <summary>What the channel was charged; and, at first, the voucher of an earlier run, which the next one has to exceed.</summary>
    private async Task<bool> Look(HttpClient http, Uri gateway)
    {
        try
        {
            using var request = Ask(HttpMethod.Get, gateway, "cocoon/v1/channel");
            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode) return false;
            var view = await answer.Content.ReadFromJsonAsync<JsonElement>();
            InterlockedMax(ref _charged, view.GetProperty("charged_nano").GetInt64());
            if (_begun) return true;
            if (view.TryGetProperty("voucher", out var voucher) && voucher.ValueKind == JsonValueKind.Object)
            {
                var (amount, seqno) = (voucher.GetProperty("amount_nano").GetInt64(), voucher.GetProperty("seqno").GetUInt32());
                _vouchers = new SignedVouchers(client.Channel, amount, seqno, amount, seqno);
            }
            return _begun = true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private async Task<bool> Post(HttpClient http, Uri gateway)
    {
        var signed = _signer.Sign(new Voucher(client.Channel, new Nano(_vouchers.SignedNano), _vouchers.SignedSeqno), _key);
        using var request = Ask(HttpMethod.Post, gateway, "cocoon/v1/vouchers");
        request.Content = JsonContent.Create(new { amount_nano = signed.Voucher.Amount.Value, seqno = signed.Voucher.Seqno, signature = signed.Signature.ToString() });
        try
        {
            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode) return false;
            _vouchers = _vouchers with { TakenNano = _vouchers.SignedNano, TakenSeqno = _vouchers.SignedSeqno };
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private HttpRequestMessage Ask(HttpMethod method, Uri gateway, string path) =>
        new(method, new Uri(gateway, path)) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", client.ApiKey) } };

    private static void InterlockedMax(ref long place, long value)
    {
        for (var seen = Interlocked.Read(ref place); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
