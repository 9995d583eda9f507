// Models say what they are by decorators, and a test may import one before any gateway.
import "reflect-metadata";
