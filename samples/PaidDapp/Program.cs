using Cocoon.Client;
using Cocoon.Client.Receipts;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Configuration;

// A dApp that pays from a channel of its own: looks at the price first, caps it, and keeps a proof of what it paid for.
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection("Cocoon");
var options = new CocoonClientOptions();
options.Read(configuration);
using var client = new CocoonClient(options);

var channel = await client.Channel.RefreshAsync();
Console.WriteLine($"channel    {channel.Channel}: {channel.AvailableNano} free of {channel.DepositNano}");

var question = new ChatRequest(configuration["Model"] ?? "tiny-jane", [new ChatTurn("user", args.Length > 0 ? string.Join(' ', args) : "Hello!")]) { MaxTokens = 64 };
var quote = await client.QuoteAsync(question, answerTokens: 64);
Console.WriteLine($"quote      at most {quote.Charge}, from {quote.Providers} providers of tier {string.Join(", ", quote.Tiers)}");
if (quote.Charge > channel.AvailableNano)
{
    Console.WriteLine($"top up     send at least {quote.Charge - channel.AvailableNano} to {channel.Channel}, then run this again");
    return 1;
}

// The ceiling makes the quote hold: a dearer provider is refused.
var result = await client.ChatAsync(question with { PriceCeiling = quote.Prices });
Console.WriteLine($"answer     {result.Text}");
Console.WriteLine($"paid       {result.Receipt?.Receipt.Charge}; voucher {result.Voucher?.Voucher.Seqno} says {result.Voucher?.Voucher.Amount} in all");

var file = await client.GetReceiptFileAsync(result.JobId);
if (file is not null)
    foreach (var finding in new ReceiptFileVerifier(Ed25519.Default).Offline(file, options.MarketKey))
        Console.WriteLine($"receipt    {(finding.Holds switch { true => "yes", false => "NO", null => "?" }),-3} {finding.What}: {finding.Detail}");
return 0;
