using Cocoon.Admin.Tables;

namespace Cocoon.Admin.Market;

/// <summary>One answer to "why no jobs?", or one thing to look into.</summary>
/// <param name="Tone">Bad when it keeps all jobs away, warn when some.</param>
/// <param name="Text">For people.</param>
public sealed record Reason(Tone Tone, string Text);
