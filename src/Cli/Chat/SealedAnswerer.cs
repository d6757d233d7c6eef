using System.Runtime.CompilerServices;
using Cocoon.Client;
using Cocoon.Core.Money;
using Cocoon.Ton.Crypto;

namespace Cocoon.Cli.Chat;

/// <summary>By the client library: nobody but the machine reads the prompt, and no receipt is paid unchecked.</summary>
internal sealed class SealedAnswerer(CocoonClientOptions options) : IAnswerer
{
    private readonly CocoonClient _client = new(new HttpClient { Timeout = Timeout.InfiniteTimeSpan }, options, Ed25519.Default);

    public string Description => "sealed to the machine that answers; receipts are checked here, and vouchers are signed here";

    public async IAsyncEnumerable<AnswerPiece> Ask(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in _client.StreamChatAsync(request, cancellationToken))
            yield return new AnswerPiece(update.Text, update.Result is { } result ? Bill(result) : null);
    }

    public void Dispose() => _client.Dispose();

    private static AnswerBill Bill(ChatResult result) => result.Receipt is not { Receipt: var receipt }
        ? new AnswerBill(Nano.Zero, 0, 0, result.Tier, "nothing came, nothing is charged")
        : new AnswerBill(receipt.Charge, receipt.Tokens.Prompt + receipt.Tokens.CachedPrompt, receipt.Tokens.Delivered, result.Tier,
            result.Voucher is { } signed ? $"receipt checked, voucher {signed.Voucher.Seqno} signed" : "receipt checked, already covered by a voucher");
}
