using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Client.Receipts;

/// <summary>What a receipt has to say to be paid.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Channel">The paying channel.</param>
/// <param name="Client">Its owner.</param>
/// <param name="MarketKey">The key that must have countersigned.</param>
/// <param name="Prompt">What was sent.</param>
/// <param name="Answer">What arrived.</param>
/// <param name="TokensCounted">Tokens counted as they arrived.</param>
/// <param name="PromptTokens">Exact prompt tokens, if a counter knows.</param>
/// <param name="MaxCharge">The caller's own limit.</param>
internal sealed record ReceiptExpectation(
    string JobId, AccountAddress Channel, AccountAddress Client, HexBytes MarketKey, SentPrompt Prompt, AnswerTranscript Answer,
    int TokensCounted, int? PromptTokens, Nano? MaxCharge);
