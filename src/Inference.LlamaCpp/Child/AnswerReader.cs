namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>Takes an answer of the child's apart.</summary>
internal delegate T AnswerReader<out T>(ref FrameReader answer);
