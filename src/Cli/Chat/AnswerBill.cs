using Cocoon.Core.Money;

namespace Cocoon.Cli.Chat;

/// <summary>What an answer cost.</summary>
/// <param name="Charge">By its receipt; zero when nothing was delivered.</param>
/// <param name="PromptTokens">Tokens of the whole conversation so far.</param>
/// <param name="AnswerTokens">Tokens of the answer.</param>
/// <param name="Tier">The tier of the machine that answered.</param>
/// <param name="Payment">How it was checked and paid, for people.</param>
internal sealed record AnswerBill(Nano Charge, long PromptTokens, long AnswerTokens, string Tier, string Payment);
