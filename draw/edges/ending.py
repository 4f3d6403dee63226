"""The end of an attempt: results, statement, signatures and sums, or a void certificate (SPEC §8, §10)."""

import os

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from draw import ledger, readme, results, rules, signing, sm3, statement
from draw.ceremony import Stage
from draw.edges import durable
from draw.edges.hall import Hall
from draw.edges.memory import without_collector
from draw.edges.session_folder import Progress, quiet
from draw.errors import AlreadyDone, StepRefused
from draw.hashing import digest, sums_file
from draw.words import say


class Ending(Hall):
    """The last acts."""

    def finish(self, progress: Progress = quiet) -> str:
        """Orders, results, statement, signature, sums; the signer's private half is destroyed. -> result hash.

        A pure function of what is frozen and the seed: after any crash the same bytes come out.
        """
        self._same_program()
        self.fix_seed()
        if self.state.stage is Stage.SEEDED:
            progress(say("edge.orders_results"))
            with without_collector():
                _, plan, people = self.frozen()
                outputs = results.compute(people, plan, self.state.seed, progress)
            self._record(("outputs", "system", {"outputs": digest(outputs["outputs.txt"])}), files=outputs)
        if self.state.stage is not Stage.DONE:
            raise StepRefused(say("refuse.stage", stage=say(f"stage.{self.state.stage}")))
        if not self.sealed():
            progress(say("edge.statement_signature"))
            signer = self._signer()
            self._seal(self._statement_files(signer), signer)
        self._destroy_signer()
        return statement.result_hash(self.store.file(self.attempt, "statement.txt"))

    def _statement_files(self, signer: Ed25519PrivateKey) -> dict[str, bytes]:
        current, plan = self.state.the_notice(), rules.read(self.store.file(self.attempt, "rules.json"))
        signed = statement.statement(
            current,
            self.state.notice_hash,
            board=self.state.board_hash,
            seed=self.state.seed,
            outputs=self.state.outputs,
            ledger=digest(self.lines[-1].data()),
        )
        held = [name[7:-4] for name in self.store.files(self.attempt) if name.startswith("orders/")]
        return {
            "ledger.jsonl": ledger.write(self.lines),
            "statement.txt": signed,
            "statement.sig": signing.sign(signer, signed),
            "README": readme.text(
                current,
                self.state.notice_hash,
                rules=plan,
                seed=self.state.seed,
                statement_hash=digest(signed),
                held=held,
                sm3=sm3.begin() is not None,
            ),
        }

    def _seal(self, files: dict[str, bytes], signer: Ed25519PrivateKey) -> None:
        hashes = {name: value for name, (value, public) in self.store.files(self.attempt).items() if public}
        second = sm3.sums_of(
            (name, files[name] if name in files else self.store.get(hashes[name])) for name in hashes | files
        )
        if second is not None:
            files[sm3.NAME] = second
        hashes |= {name: digest(data) for name, data in files.items()}
        sums = sums_file(hashes)
        files |= {"SHA256SUMS": sums, "SHA256SUMS.sig": signing.sign(signer, sums)}
        self.store.append(self.attempt, [], {name: (self.store.put(data), True) for name, data in files.items()})
        self._publish_new(files)

    def _destroy_signer(self) -> None:
        path = self.private / "signer.pem"
        if path.exists():
            with path.open("r+b") as out:
                out.write(os.urandom(path.stat().st_size))
                out.flush()
                os.fsync(out.fileno())
            durable.remove(path)

    def void(self) -> str:
        """Write the void certificate where the state machine demands one. -> hash of void.txt."""
        if self.state.stage is Stage.VOID:
            if not self.sealed():
                self._seal_void()
            raise AlreadyDone("void", self._line_of("void"))
        reason = self.state.forced_void()
        if not reason:
            raise StepRefused(say("refuse.no_void"))
        transcript = self.state.void_transcript(self._secrets())
        text = statement.void(
            self.state.the_notice(),
            self.state.notice_hash,
            board=self.state.board_hash or "none",
            transcript=digest(transcript),
            reason=reason,
        )
        by = "decision" if reason == "RULING" else "system"
        files = {"transcript.txt": transcript, "void.txt": text}
        self._record(("void", by, {"void": digest(text)}), files=files)
        self._seal_void()
        return digest(text)

    def _seal_void(self) -> None:
        text, signer = self.store.file(self.attempt, "void.txt"), self._signer()
        current, reason = self.state.the_notice(), statement.void_reason(text)
        files = {
            "ledger.jsonl": ledger.write(self.lines),
            "void.sig": signing.sign(signer, text),
            "README": readme.void_text(
                current, self.state.notice_hash, digest(text), reason, sm3=sm3.begin() is not None
            ),
        }
        self._seal(files, signer)
